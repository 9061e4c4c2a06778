; rewards::emission, reward_bound, reward_of and share_weight (programs/rewards/interface/rewards/emission.hpp): what an epoch pays out, and
; that it is never worth paying for.
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x 18446744073709551616)))
(define-fun down ((q Int) (n Int) (d Int)) Bool (and (<= (* q d) n) (< n (* (+ q 1) d))))
(define-fun root ((r Int) (n Int)) Bool (and (<= 0 r) (<= (* r r) n) (< n (* (+ r 1) (+ r 1)))))

; Emission: by usage, between bounds, and at most a part of the pot.
(declare-const by-usage Int) (declare-const least Int) (declare-const most Int) (declare-const pot Int) (declare-const pot-bps Int) (declare-const of-pot Int)
(assert (and (word by-usage) (word least) (word most) (<= least most) (word pot) (<= 0 pot-bps) (<= pot-bps 10000)))
(assert (down of-pot (* pot pot-bps) 10000))
(define-fun raised () Int (ite (< by-usage least) least by-usage))
(define-fun lowered () Int (ite (> raised most) most raised))
(define-fun emitted () Int (ite (< lowered of-pot) lowered of-pot))

(echo "claim: an epoch emits no more than its bound and no more than there is")
(push)
(assert (not (and (<= 0 emitted) (<= emitted most) (<= emitted pot))))
(check-sat)
(pop)

; Shares: `mine` by weight, `others` what all other entries got, by induction at most their part.
(declare-const emission Int) (declare-const weight Int) (declare-const total Int) (declare-const mine Int) (declare-const others Int)
(declare-const receipts Int)
(assert (and (word emission) (word weight) (word total) (< 0 weight) (<= weight total) (word receipts) (<= 0 others)))
(assert (down mine (* emission weight) total))
(assert (<= (* others total) (* emission (- total weight))))
(define-fun bound () Int (div receipts 2))
(define-fun reward () Int (ite (< mine bound) mine bound))

(echo "claim: all rewards together are at most the emission")
(push)
(assert (not (and (<= (* (+ others mine) total) (* emission total)) (<= (+ others mine) emission))))
(check-sat)
(pop)

(echo "claim: and the induction goes on: mine is at most my part, rounded down")
(push)
(assert (not (and (<= 0 reward) (<= reward mine) (<= (* reward total) (* emission weight)))))
(check-sat)
(pop)

; One payment through the split: 70 % to the developer, the rest to the treasury, who are receipts of the agent.
(declare-const payment Int)
(assert (and (word payment) (< 0 payment)))
(define-fun developer () Int (div (* 70 payment) 100))
(define-fun treasury () Int (- payment developer))

(echo "claim: who pays themselves loses at least half of what the treasury got, whatever the weights")
(push)
(assert (= receipts treasury))
(assert (not (and (< (+ developer reward) payment) (<= treasury (* 2 (- payment (+ developer reward)))))))
(check-sat)
(pop)

; Weight: the root of gain times bound, of two agents and of one with the gains and the bounds of both.
(declare-const g1 Int) (declare-const b1 Int) (declare-const g2 Int) (declare-const b2 Int)
(declare-const r1 Int) (declare-const r2 Int) (declare-const r Int)
(assert (and (word g1) (word b1) (word g2) (word b2)))
(assert (and (root r1 (* g1 b1)) (root r2 (* g2 b2)) (root r (* (+ g1 g2) (+ b1 b2)))))

(echo "lemma: four times a product is at most the sum squared")
(push)
(declare-const x Int) (declare-const y Int)
(assert (not (<= (* 4 (* x y)) (* (+ x y) (+ x y)))))
(check-sat)
(pop)

(echo "lemma: squares are in the order of what is not negative")
(push)
(declare-const x Int) (declare-const y Int)
(assert (and (<= 0 x) (<= 0 y) (<= (* x x) (* y y))))
(assert (not (<= x y)))
(check-sat)
(pop)

(echo "lemma: products of what is not negative are in the order of their factors")
(push)
(declare-const x Int) (declare-const x2 Int) (declare-const y Int) (declare-const y2 Int)
(assert (and (<= 0 x) (<= x x2) (<= 0 y) (<= y y2)))
(assert (not (<= (* x y) (* x2 y2))))
(check-sat)
(pop)

(echo "claim: an agent split in two gains no weight")
(push)
(define-fun x () Int (* g1 b2))
(define-fun y () Int (* g2 b1))
(define-fun both () Int (* r1 r2))
(assert (<= (* (* r1 r1) (* r2 r2)) (* (* g1 b1) (* g2 b2)))) ; the third lemma
(assert (<= (* 4 (* x y)) (* (+ x y) (+ x y))))              ; the first
(assert (=> (<= (* (* 2 both) (* 2 both)) (* (+ x y) (+ x y))) (<= (* 2 both) (+ x y)))) ; the second
(assert (=> (<= (* (+ r1 r2) (+ r1 r2)) (* (+ g1 g2) (+ b1 b2))) (<= (+ r1 r2) r)))      ; the second, of a root rounded down
(assert (not (<= (+ r1 r2) r)))
(check-sat)
(pop)

(echo "planted: rewards rounded up are at most the emission")
(push)
(declare-const others-up Int)
(assert (and (< (* (- others-up 1) total) (* emission (- total weight))) (<= (* emission (- total weight)) (* others-up total))))
(assert (< (* mine total) (* emission weight)))
(assert (not (<= (+ others-up mine 1) emission)))
(check-sat)
(pop)

(echo "planted: a bound of all receipts would do as well")
(push)
(assert (= receipts treasury))
(assert (not (< (+ developer receipts) payment)))
(check-sat)
(pop)
