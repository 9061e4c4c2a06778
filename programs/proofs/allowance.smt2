; agent_factory::Allowance (programs/agent_factory/interface/agent_factory/allowance.hpp): no interval of the window's length holds
; more than the cap. A moment t lies in the bucket ⌊t / width⌋, seven widths are the window, and the ring has eight slots.
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x 18446744073709551616)))
(declare-const width Int)
(assert (and (< 0 width) (word (* 7 width))))
(define-fun in-bucket ((t Int) (b Int)) Bool (and (<= (* b width) t) (< t (* (+ b 1) width))))

(echo "claim: two moments of one interval of the window's length, both ends included, are at most seven buckets apart")
(push)
(declare-const t Int) (declare-const t2 Int) (declare-const b Int) (declare-const b2 Int)
(assert (and (<= 0 t) (<= t t2) (<= t2 (+ t (* 7 width))) (in-bucket t b) (in-bucket t2 b2)))
(assert (not (and (<= b b2) (<= b2 (+ b 7)))))
(check-sat)
(pop)

; advance(): from `newest` to `current` the slots of newest+1 … newest+min(passed, 8) are emptied.
(declare-const newest Int) (declare-const current Int) (declare-const number Int) (declare-const step Int)
(assert (and (word newest) (word current) (< newest current)))
(define-fun emptied () Int (ite (< (- current newest) 8) (- current newest) 8))

(echo "claim: what was spent in a bucket that still counts is not emptied")
(push)
(assert (and (<= number newest) (< (- current 8) number) (<= 0 number)))
(assert (and (<= 1 step) (<= step emptied) (= (mod (+ newest step) 8) (mod number 8))))
(check-sat)
(pop)

(echo "claim: the slot of every bucket that is passed over or entered is emptied")
(push)
(assert (and (< newest number) (<= number current) (< (- current 8) number)))
(define-fun its-step () Int (ite (= (mod (- number newest) 8) 0) 8 (mod (- number newest) 8)))
(assert (not (and (<= 1 its-step) (<= its-step emptied) (= (mod (+ newest its-step) 8) (mod number 8)))))
(check-sat)
(pop)

; left_of() and spend(): `sum` over the ring, which the two claims above make the sum of the last eight buckets.
(declare-const cap Int) (declare-const sum Int) (declare-const amount Int)
(assert (and (word cap) (<= 0 sum) (word amount)))
(define-fun left () Int (ite (< cap sum) 0 (- cap sum)))

(echo "claim: what may be spent keeps the sum under the cap, and after the cap was lowered nothing may")
(push)
(assert (<= amount left))
(assert (not (and (=> (<= sum cap) (<= (+ sum amount) cap)) (=> (< cap sum) (= amount 0)))))
(check-sat)
(pop)

(echo "planted: seven slots are enough")
(push)
(declare-const t Int) (declare-const t2 Int) (declare-const b Int) (declare-const b2 Int)
(assert (and (<= 0 t) (<= t t2) (<= t2 (+ t (* 7 width))) (in-bucket t b) (in-bucket t2 b2)))
(assert (not (<= b2 (+ b 6))))
(check-sat)
(pop)

(echo "planted: emptying the slot that is entered is enough")
(push)
(assert (and (< newest number) (<= number current) (< (- current 8) number)))
(assert (not (= (mod number 8) (mod current 8))))
(check-sat)
(pop)
