; marketplace::earned_by_days (programs/marketplace/interface/marketplace/earnings.hpp): of what was paid for `days`, what `begun` of them
; have earned; the rest is refunded.
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x 18446744073709551616)))
(define-fun down ((q Int) (n Int) (d Int)) Bool (and (<= (* q d) n) (< n (* (+ q 1) d))))
(declare-const paid Int) (declare-const days Int)
(assert (and (word paid) (word days) (< 0 days)))
(declare-const begun Int) (declare-const begun2 Int) (declare-const refund Int) (declare-const refund2 Int)
(assert (and (<= 0 begun) (<= begun begun2) (<= begun2 days)))
(assert (and (down refund (* paid (- days begun)) days) (down refund2 (* paid (- days begun2)) days)))

(echo "claim: refund and earnings are parts of what was paid; all of it before the first day and none after the last")
(push)
(assert (not (and (<= 0 refund) (<= refund paid) (=> (= begun 0) (= refund paid)) (=> (= begun days) (= refund 0)))))
(check-sat)
(pop)

(echo "lemma: a product grows with its factor")
(push)
(assert (not (>= (* paid (- days begun)) (* paid (- days begun2)))))
(check-sat)
(pop)

(echo "claim: what was earned is never taken back by time")
(push)
(assert (>= (* paid (- days begun)) (* paid (- days begun2)))) ; the lemma
(assert (not (<= (- paid refund) (- paid refund2))))
(check-sat)
(pop)

(echo "claim: the seller gets what the begun days are worth, and less than a unit more")
(push)
(assert (not (and (>= (* (- paid refund) days) (* paid begun)) (< (* (- (- paid refund) 1) days) (* paid begun)))))
(check-sat)
(pop)

(echo "planted: the seller never gets more than the begun days are worth")
(push)
(assert (not (<= (* (- paid refund) days) (* paid begun))))
(check-sat)
(pop)

(echo "planted: refunds rounded up add up to what was paid")
(push)
(declare-const up Int)
(assert (and (< (* (- up 1) days) (* paid (- days begun))) (<= (* paid (- days begun)) (* up days))))
(assert (not (= (+ up (- paid refund)) paid)))
(check-sat)
(pop)
