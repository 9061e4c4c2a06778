; swap_pool::amount_out (programs/swap_pool/interface/swap_pool/curve.hpp), with what quote_swap takes off as fees and leaves in
; the vault. `reserve` is of the side that is paid in, `other` of the one that is paid out: both directions are this one.
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x 18446744073709551616)))
(define-fun down ((q Int) (n Int) (d Int)) Bool (and (<= (* q d) n) (< n (* (+ q 1) d))))
(declare-const in Int) (declare-const reserve Int) (declare-const other Int) (declare-const out Int) (declare-const fees Int)
(assert (and (word in) (word reserve) (word other) (< 0 reserve) (< 0 other) (word fees) (word (+ reserve in fees))))
(assert (down out (* other in) (+ reserve in)))

(echo "claim: a pool never gives all it has")
(push)
(assert (not (and (<= 0 out) (< out other))))
(check-sat)
(pop)

(echo "claim: k does not fall without fees")
(push)
(assert (not (>= (* (+ reserve in) (- other out)) (* reserve other))))
(check-sat)
(pop)

(echo "claim: nor with fees, which stay in the vault")
(push)
(assert (< out other)) ; the first claim
(assert (>= (* (+ reserve in) (- other out)) (* reserve other))) ; the second
(assert (not (>= (* (+ reserve in fees) (- other out)) (* reserve other))))
(check-sat)
(pop)

(echo "claim: there and back again gains nothing")
(push)
(declare-const back Int)
(assert (< out other))
(assert (>= (* (+ reserve in) (- other out)) (* reserve other)))
(assert (down back (* (+ reserve in) out) other))
(assert (not (<= back in)))
(check-sat)
(pop)

(echo "planted: k does not fall though what goes out is rounded up")
(push)
(assert (< (* out (+ reserve in)) (* other in)))
(assert (not (>= (* (+ reserve in) (- other (+ out 1))) (* reserve other))))
(check-sat)
(pop)

(echo "planted: k does not fall though what comes in is not counted before it is divided by")
(push)
(declare-const naive Int)
(assert (and (down naive (* other in) reserve) (< naive other)))
(assert (not (>= (* (+ reserve in) (- other naive)) (* reserve other))))
(check-sat)
(pop)
