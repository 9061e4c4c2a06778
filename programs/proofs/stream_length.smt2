; zest_staking::stream_length (programs/zest_staking/interface/zest_staking/stream.hpp): for how long the stream runs once
; `amount` has come to it. Of a stream that runs (left > 0).
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x 18446744073709551616)))
(declare-const stream Int) (declare-const left Int) (declare-const amount Int) (declare-const asked Int)
(declare-const longest Int)
(assert (and (word stream) (< 0 stream) (word left) (< 0 left) (word amount) (word asked) (word (+ stream amount))))
(assert (and (<= (* longest stream) (* left (+ stream amount))) (< (* left (+ stream amount)) (* (+ longest 1) stream))))
(define-fun length () Int (ite (<= asked left) left (ite (< longest asked) longest asked)))

(echo "claim: funding never ends the stream earlier")
(push)
(assert (not (<= left length)))
(check-sat)
(pop)

(echo "claim: nor does it ever pay slower: (stream + amount) / length >= stream / left")
(push)
(assert (not (<= (* stream length) (* left (+ stream amount)))))
(check-sat)
(pop)

(echo "planted: whoever funds may set the length as they like")
(push)
(assert (and (< left asked) (= amount 1)))
(assert (not (<= (* stream asked) (* left (+ stream amount)))))
(check-sat)
(pop)
