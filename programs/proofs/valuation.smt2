; agent_factory::is_within_loss and value_bounds (programs/agent_factory/interface/agent_factory/valuation.hpp). What left was worth
; `out` and what came `in`, both in the quote mint; kept is 10,000 less the basis points that the holder allows to lose.
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x 18446744073709551616)))
(declare-const out Int) (declare-const in Int) (declare-const loss Int)
(assert (and (word out) (word in) (<= 0 loss) (<= loss 10000)))
(define-fun within () Bool (not (< (* in 10000) (* out (- 10000 loss)))))

(echo "claim: what is let pass lost at most the basis points of what left")
(push)
(assert (and within (<= in out)))
(assert (not (<= (* (- out in) 10000) (* out loss))))
(check-sat)
(pop)

(echo "claim: with none allowed nothing is lost")
(push)
(assert (and within (= loss 0)))
(assert (not (<= out in)))
(check-sat)
(pop)

; The value of an amount rounded both ways, of the price n/d.
(declare-const amount Int) (declare-const n Int) (declare-const d Int) (declare-const down Int)
(assert (and (word amount) (word n) (word d) (< 0 n) (< 0 d)))
(assert (and (<= (* down d) (* amount n)) (< (* amount n) (* (+ down 1) d))))
(define-fun up () Int (ite (< (* down d) (* amount n)) (+ down 1) down))

(echo "claim: the two bounds enclose the exact value, less than a unit from it each")
(push)
(assert (not (and (<= (* down d) (* amount n)) (<= (* amount n) (* up d)) (< (* (- up 1) d) (* amount n)))))
(check-sat)
(pop)

(echo "planted: what is let pass lost nothing")
(push)
(assert within)
(assert (not (<= out in)))
(check-sat)
(pop)

(echo "planted: an exact value and one rounded down are never apart")
(push)
(assert (not (>= (* down d) (* amount n))))
(check-sat)
(pop)
