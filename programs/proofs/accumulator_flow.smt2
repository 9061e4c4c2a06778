; zest_staking::flow (programs/zest_staking/interface/zest_staking/stream.hpp): what flows out of the stream, what the
; accumulator grows by, and that what records can ever be paid was funded. The induction is over instructions; `mine` is any
; one record, `others` what all the rest have earned and not settled, in 2^-64 of a unit.
(define-fun base () Int 18446744073709551616)
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x base)))
(declare-const stream Int) (declare-const left Int) (declare-const seconds Int) (declare-const flowed Int)
(assert (and (word stream) (word left) (word seconds) (< seconds left)))
(assert (and (<= (* flowed left) (* stream seconds)) (< (* stream seconds) (* (+ flowed 1) left))))

(echo "claim: before its last second the stream never pays all it has, nor less than nothing")
(push)
(assert (not (and (<= 0 flowed) (<= flowed stream) (=> (< 0 stream) (< flowed stream)))))
(check-sat)
(pop)

; The two words of the step: flowed div staked, and (flowed mod staked) · 2^64 div staked.
(declare-const staked Int) (declare-const f Int) (declare-const quotient Int) (declare-const remainder Int)
(declare-const part Int) (declare-const part-left Int)
(assert (and (word staked) (< 0 staked) (word f)))
(assert (and (= f (+ (* quotient staked) remainder)) (<= 0 remainder) (< remainder staked) (<= 0 quotient)))
(assert (and (= (* base remainder) (+ (* part staked) part-left)) (<= 0 part-left) (< part-left staked)))
(define-fun step () Int (+ (* base quotient) part))

(echo "claim: both words of the step are words, and it is the whole step rounded down")
(push)
(assert (not (and (word quotient) (word part) (= (+ (* step staked) part-left) (* base f)))))
(check-sat)
(pop)

; Everything that all records have earned and are owed is at most what flowed and was not paid: rewards_owed.
(declare-const mine Int) (declare-const unsettled Int) (declare-const others Int) (declare-const owed Int) (declare-const rewards Int)
(declare-const s Int)
(assert (and (word mine) (<= mine staked) (<= 0 unsettled) (<= 0 others) (<= 0 owed) (<= 0 rewards)))
(assert (<= (+ unsettled others (* base owed)) (* base rewards)))
(assert (<= (* s staked) (* base f))) ; the claim above, of a step s
(assert (<= 0 s))

(echo "claim: a flow keeps it: the records' parts of the step add up to no more than what flowed")
(push)
(assert (not (<= (+ unsettled (* mine s) others (* (- staked mine) s) (* base owed)) (* base (+ rewards f)))))
(check-sat)
(pop)

(declare-const gain Int) (declare-const rest Int)
(assert (and (<= 0 gain) (<= 0 rest) (= (+ (* base gain) rest) unsettled)))

(echo "claim: a settlement keeps it, and its gain is covered, so nothing that is owed leaves 64 bits")
(push)
(assert (not (and (<= (+ rest others (* base (+ owed gain))) (* base rewards)) (<= (+ owed gain) rewards))))
(check-sat)
(pop)

(echo "claim: a payment of what is owed is covered by the vault and keeps it")
(push)
(declare-const paid Int)
(assert (and (<= 0 paid) (<= paid owed)))
(assert (not (and (<= paid rewards) (<= (+ unsettled others (* base (- owed paid))) (* base (- rewards paid))))))
(check-sat)
(pop)

(echo "planted: a flow keeps it though the step is rounded up")
(push)
(assert (= f 1))
(assert (= staked 3))
(assert (= mine 1))
(assert (not (<= (+ unsettled (* mine (+ step 1)) others (* (- staked mine) (+ step 1)) (* base owed)) (* base (+ rewards f)))))
(check-sat)
(pop)

(echo "planted: it is kept though a stake grows before it is settled")
(push)
(declare-const more Int)
(declare-const grown Int)
(assert (and (= mine 1) (= s base) (= unsettled (* mine s)) (= more 1) (= grown (* (+ mine more) s))))
(assert (not (<= (+ grown others (* base owed)) (* base rewards))))
(check-sat)
(pop)
