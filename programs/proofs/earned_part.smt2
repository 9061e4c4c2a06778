; marketplace::earned_part (programs/marketplace/interface/marketplace/earnings.hpp): of what was paid for `whole` days or uses, what
; `done` of them have earned; the rest is refunded.
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x 18446744073709551616)))
(define-fun down ((q Int) (n Int) (d Int)) Bool (and (<= (* q d) n) (< n (* (+ q 1) d))))
(declare-const paid Int) (declare-const whole Int)
(assert (and (word paid) (word whole) (< 0 whole)))
(declare-const done Int) (declare-const done2 Int) (declare-const refund Int) (declare-const refund2 Int)
(assert (and (<= 0 done) (<= done done2) (<= done2 whole)))
(assert (and (down refund (* paid (- whole done)) whole) (down refund2 (* paid (- whole done2)) whole)))

(echo "claim: refund and earnings are parts of what was paid; all of it before the first and none after the last")
(push)
(assert (not (and (<= 0 refund) (<= refund paid) (=> (= done 0) (= refund paid)) (=> (= done whole) (= refund 0)))))
(check-sat)
(pop)

(echo "lemma: a product grows with its factor")
(push)
(assert (not (>= (* paid (- whole done)) (* paid (- whole done2)))))
(check-sat)
(pop)

(echo "claim: what was earned is never taken back by time")
(push)
(assert (>= (* paid (- whole done)) (* paid (- whole done2)))) ; the lemma
(assert (not (<= (- paid refund) (- paid refund2))))
(check-sat)
(pop)

(echo "claim: the seller gets what the done days are worth, and less than a unit more")
(push)
(assert (not (and (>= (* (- paid refund) whole) (* paid done)) (< (* (- (- paid refund) 1) whole) (* paid done)))))
(check-sat)
(pop)

(echo "planted: the seller never gets more than the done days are worth")
(push)
(assert (not (<= (* (- paid refund) whole) (* paid done))))
(check-sat)
(pop)

(echo "planted: refunds rounded up add up to what was paid")
(push)
(declare-const up Int)
(assert (and (< (* (- up 1) whole) (* paid (- whole done))) (<= (* paid (- whole done)) (* up whole))))
(assert (not (= (+ up (- paid refund)) paid)))
(check-sat)
(pop)
