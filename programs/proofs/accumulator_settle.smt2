; zest_staking::settle (programs/zest_staking/interface/zest_staking/stream.hpp): what a record gains when the accumulator has
; grown by `earned` (two words, in 2^-64 of a unit for each staked token), its fraction carried from one time to the next.
(define-fun base () Int 18446744073709551616)
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x base)))
(declare-const amount Int) (declare-const high Int) (declare-const low Int) (declare-const fraction Int)
(assert (and (word amount) (word high) (word low) (word fraction)))
; multiply(amount, earned.high), whose upper word is 0, and multiply(amount, earned.low) as two words.
(declare-const part-high Int) (declare-const part-low Int)
(assert (and (word part-high) (word part-low) (= (* amount low) (+ (* base part-high) part-low))))
(define-fun sum () Int (+ part-low fraction))
(define-fun carry () Int (ite (< sum base) 0 1))
(define-fun left () Int (- sum (* base carry)))
(define-fun gain () Int (+ (* amount high) part-high carry))
(define-fun earned () Int (+ (* base high) low))

(echo "claim: nothing is lost and nothing made: gain and what is left are what was earned and what was carried")
(push)
(assert (not (and (word left) (= (+ (* base gain) left) (+ (* amount earned) fraction)))))
(check-sat)
(pop)

; A number in base 2^64 has one writing only, so the claim above gives the two below by names for gain and left alone.
(define-fun settled ((a Int) (e Int) (before Int) (g Int) (after Int)) Bool
  (and (<= 0 g) (word before) (word after) (= (+ (* base g) after) (+ (* a e) before))))
(declare-const e1 Int) (declare-const e2 Int) (declare-const f0 Int) (declare-const f1 Int) (declare-const f2 Int) (declare-const f Int)
(declare-const g1 Int) (declare-const g2 Int) (declare-const g Int)
(assert (and (<= 0 e1) (<= 0 e2)))

(echo "claim: settling twice is settling once: who is settled often loses nothing, gains nothing")
(push)
(assert (and (settled amount e1 f0 g1 f1) (settled amount e2 f1 g2 f2) (settled amount (+ e1 e2) f0 g f)))
(assert (not (and (= g (+ g1 g2)) (= f f2))))
(check-sat)
(pop)

(echo "claim: two records never get more than one of both amounts, and at most a unit less")
(push)
(declare-const b Int)
(assert (word b))
(assert (and (settled amount e1 0 g1 f1) (settled b e1 0 g2 f2) (settled (+ amount b) e1 0 g f)))
(assert (not (and (<= (+ g1 g2) g) (<= g (+ g1 g2 1)))))
(check-sat)
(pop)

(echo "planted: the same with the fraction thrown away")
(push)
(assert (and (settled amount e1 0 g1 f1) (settled amount e2 0 g2 f2) (settled amount (+ e1 e2) 0 g f)))
(assert (not (= g (+ g1 g2))))
(check-sat)
(pop)

(echo "planted: a gain that is rounded up is not more than what was earned")
(push)
(assert (settled amount e1 0 g1 f1))
(assert (not (<= (* base (ite (= f1 0) g1 (+ g1 1))) (* amount e1))))
(check-sat)
(pop)
