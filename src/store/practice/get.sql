select
  name, zip, specialty, tin, npi, address, contact, phone, reference_release, reference_mac,
  reference_number, reference_qp, reference_setting, reference_date, locality_mac, locality_number
from practice
