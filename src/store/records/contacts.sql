select
  payer.name, contact.name, contact.role, contact.phone, contact.email, contact.authority,
  contact.note
from live_contact as contact
join payer on payer.id = contact.payer
order by payer.name collate nocase, contact.name collate nocase, contact.id
