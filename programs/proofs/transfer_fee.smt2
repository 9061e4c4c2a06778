; zestron::before_fee (programs/kit/include/zestron/transfer_fee.hpp) against token_2022::TransferFee::of
; (grapnel/programs/token/extensions.hpp): what must be sent so that `net` arrives. Of 1 to 9,999 basis points; `kept` is the rest.
(define-fun word ((x Int)) Bool (and (<= 0 x) (< x 18446744073709551616)))
(declare-const net Int) (declare-const kept Int) (declare-const maximum Int)
(assert (and (word net) (< 0 net) (< 0 kept) (< kept 10000) (word maximum)))
; net div kept and net mod kept, and the quotient of the rest, rounded up.
(declare-const quotient Int) (declare-const rest Int) (declare-const more Int)
(assert (and (= net (+ (* quotient kept) rest)) (<= 0 rest) (< rest kept) (<= 0 quotient)))
(assert (and (< (* (- more 1) kept) (* rest 10000)) (<= (* rest 10000) (* more kept))))
(define-fun gross () Int (+ (* quotient 10000) more))
(define-fun sent () Int (ite (< gross (+ net maximum)) gross (+ net maximum)))
; ⌈amount · points / 10,000⌉, at most the maximum.
(declare-const uncapped Int)
(define-fun withheld ((amount Int)) Bool
  (and (< (* (- uncapped 1) 10000) (* amount (- 10000 kept))) (<= (* amount (- 10000 kept)) (* uncapped 10000))))
(define-fun fee () Int (ite (< uncapped maximum) uncapped maximum))

(echo "claim: in two parts it is net · 10,000 / kept, rounded up")
(push)
(assert (not (and (< (* (- gross 1) kept) (* net 10000)) (<= (* net 10000) (* gross kept)))))
(check-sat)
(pop)

(echo "claim: of what is sent, `net` arrives or more")
(push)
(assert (and (< (* (- gross 1) kept) (* net 10000)) (<= (* net 10000) (* gross kept))))
(assert (withheld sent))
(assert (not (<= net (- sent fee))))
(check-sat)
(pop)

(echo "claim: of one unit less, it does not")
(push)
(assert (and (< (* (- gross 1) kept) (* net 10000)) (<= (* net 10000) (* gross kept))))
(assert (withheld (- sent 1)))
(assert (not (< (- (- sent 1) fee) net)))
(check-sat)
(pop)

(echo "planted: rounded down, `net` arrives")
(push)
(assert (< (* net 10000) (* gross kept)))
(assert (and (< gross (+ net maximum)) (withheld (- gross 1))))
(assert (not (<= net (- (- gross 1) fee))))
(check-sat)
(pop)
