insert into authorization (
  import, requested_on, decided_on, payer_name, code, urgency, outcome, after_appeal, reason
)
values (
  :import, :requested_on, :decided_on, :payer_name, :code, :urgency, :outcome, :after_appeal,
  :reason
)
