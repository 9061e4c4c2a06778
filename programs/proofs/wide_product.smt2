; zestron::multiply of 64-bit words (programs/kit/include/zestron/wide.hpp) and grapnel::detail::multiply_wide
; (grapnel/checked.hpp): the same four products of halves of 32 bits.
(define-fun half () Int 4294967296)
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x (* half half))))
(define-fun halfword ((x Int)) Bool (and (<= 0 x) (< x half)))
(declare-const ah Int) (declare-const al Int) (declare-const bh Int) (declare-const bl Int)
(assert (and (halfword ah) (halfword al) (halfword bh) (halfword bl)))

(echo "lemma: the product of two halves is at most (2^32 - 1)²")
(push)
(assert (not (and (<= 0 (* ah bl)) (<= (* ah bl) (* (- half 1) (- half 1))))))
(check-sat)
(pop)

; The four products by that lemma alone.
(declare-const ll Int) (declare-const hl Int) (declare-const lh Int) (declare-const hh Int)
(define-fun of-halves ((x Int)) Bool (and (<= 0 x) (<= x (* (- half 1) (- half 1)))))
(assert (and (of-halves ll) (of-halves hl) (of-halves lh) (of-halves hh)))
(define-fun middle () Int (+ hl (div ll half)))
(define-fun middle2 () Int (+ lh (mod middle half)))
(define-fun high () Int (+ hh (div middle half) (div middle2 half)))
(define-fun low () Int (+ (* half (mod middle2 half)) (mod ll half)))

(echo "claim: no sum of the upper and middle parts wraps")
(push)
(assert (not (and (word middle) (word middle2) (word low))))
(check-sat)
(pop)

(echo "claim: both words together are the four products in their places")
(push)
(assert (not (= (+ (* half half high) low) (+ (* half half hh) (* half (+ hl lh)) ll))))
(check-sat)
(pop)

(echo "claim: which is the product of the two words, and its upper word is one")
(push)
(assert (and (= ll (* al bl)) (= hl (* ah bl)) (= lh (* al bh)) (= hh (* ah bh))))
(define-fun a () Int (+ (* half ah) al))
(define-fun b () Int (+ (* half bh) bl))
(assert (not (= (* a b) (+ (* half half hh) (* half (+ hl lh)) ll))))
(check-sat)
(pop)

(echo "planted: the two middle products fit one word together")
(push)
(assert (not (word (+ hl lh))))
(check-sat)
(pop)
