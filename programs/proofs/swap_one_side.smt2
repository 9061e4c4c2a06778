; swap_pool::shares_for_deposit, shares_for_withdrawal and shares_for_fee (programs/swap_pool/interface/swap_pool/curve.hpp): one side
; alone. The other reserve stays as it is, so k per share² falls or not as this reserve per share² does.
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x 18446744073709551616)))
(declare-const amount Int) (declare-const reserve Int) (declare-const supply Int)
(assert (and (word amount) (word reserve) (< 0 reserve) (word supply) (< 0 supply)))
; What scale_square and square_root promise: ⌊s²·n/d⌋, and its root rounded down.
(declare-const scaled Int) (declare-const root Int)
(define-fun scales ((n Int)) Bool
  (and (<= (* scaled reserve) (* supply supply n)) (< (* supply supply n) (* (+ scaled 1) reserve))))
(assert (and (<= 0 root) (<= (* root root) scaled) (< scaled (* (+ root 1) (+ root 1)))))

(echo "lemma: if the root squared is at most the quotient, times the divisor it is at most what was divided")
(push)
(declare-const n Int) (declare-const square Int)
(assert (and (<= 0 n) (<= (* scaled reserve) n) (<= square scaled)))
(assert (not (<= (* square reserve) n)))
(check-sat)
(pop)

(echo "claim: a deposit of one side: (r + in) / (s + m)² >= r / s², where s + m is the root")
(push)
(assert (scales (+ reserve amount)))
(assert (not (<= (* (* root root) reserve) (* supply supply (+ reserve amount)))))
(check-sat)
(pop)

(echo "claim: a withdrawal of one side: (r - out) / rest² >= r / s², where rest is the root")
(push)
(assert (and (< amount reserve) (scales (- reserve amount))))
(assert (not (<= (* (* root root) reserve) (* supply supply (- reserve amount)))))
(check-sat)
(pop)

; The owner's fee lies in the reserve. `rest` is the root rounded up, or one more where the quotient was: shares = s - rest.
(echo "lemma: twice the supply less the rest, times the rest, is at most the supply squared")
(push)
(declare-const rest Int)
(assert (not (<= (* rest (- (* 2 supply) rest)) (* supply supply))))
(check-sat)
(pop)

(echo "claim: the rest of the owner's fee is no less than the exact root: rest² · r >= s² · (r - fee)")
(push)
(declare-const rest Int)
(assert (and (<= amount reserve) (scales (- reserve amount))))
(assert (or (= rest (+ root 1))
            (and (= (* scaled reserve) (* supply supply (- reserve amount))) (= rest root) (= (* root root) scaled))))
(define-fun rest-squared () Int (* rest rest))
(assert (>= rest-squared (ite (= rest root) scaled (+ scaled 1))))
(assert (not (>= (* rest-squared reserve) (* supply supply (- reserve amount)))))
(check-sat)
(pop)

(echo "lemma: what is not negative keeps an order that it multiplies, as a factor and squared")
(push)
(declare-const x Int) (declare-const y Int) (declare-const factor Int)
(assert (and (<= x y) (<= 0 factor)))
(assert (not (and (<= (* x factor) (* y factor)) (=> (<= 0 x) (<= (* x x) (* y y))))))
(check-sat)
(pop)

(echo "lemma: what is above zero can be divided by: z · a <= z · b gives a <= b")
(push)
(declare-const z Int) (declare-const a Int) (declare-const b Int)
(assert (and (< 0 z) (<= (* z a) (* z b))))
(assert (not (<= a b)))
(check-sat)
(pop)

(echo "claim: with the owner's shares the reserve per share² is no less than without the fee: (r - fee) · (2s - rest)² <= r · s²")
(push)
(declare-const rest Int)
(define-fun others () Int (- reserve amount))
(define-fun after () Int (- (* 2 supply) rest)) ; s + shares
(define-fun square () Int (* supply supply))
(assert (and (<= amount reserve) (<= 0 rest) (<= 0 after)))
(assert (>= (* (* rest rest) reserve) (* square others)))                               ; the claim above
(assert (<= (* rest after) square))                                                     ; the first lemma
(assert (<= (* square others (* after after)) (* (* rest rest) reserve (* after after)))) ; the claim, multiplied
(assert (<= (* (* rest after) (* rest after)) (* square square)))                       ; the lemma, squared
(assert (<= (* reserve (* (* rest after) (* rest after))) (* reserve (* square square)))) ; and multiplied
(assert (=> (<= (* square (* others (* after after))) (* square (* reserve square)))
            (<= (* others (* after after)) (* reserve square))))                        ; divided by the supply squared
(assert (not (<= (* others (* after after)) (* reserve square))))
(check-sat)
(pop)

(echo "planted: a deposit of one side though the root is rounded up")
(push)
(assert (scales (+ reserve amount)))
(assert (< (* root root) scaled))
(assert (not (<= (* (* (+ root 1) (+ root 1)) reserve) (* supply supply (+ reserve amount)))))
(check-sat)
(pop)

(echo "planted: the owner's fee with the root rounded down")
(push)
(assert (and (< 0 amount) (<= amount reserve) (scales (- reserve amount))))
(assert (not (>= (* (* root root) reserve) (* supply supply (- reserve amount)))))
(check-sat)
(pop)
