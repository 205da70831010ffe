update practice
set
  name = :name,
  zip = :zip,
  specialty = :specialty,
  tin = :tin,
  npi = :npi,
  address = :address,
  contact = :contact,
  phone = :phone,
  locality_mac = :locality_mac,
  locality_number = :locality_number,
  reference_release = :reference_release,
  reference_mac = :reference_mac,
  reference_number = :reference_number,
  reference_qp = :reference_qp,
  reference_setting = :reference_setting,
  reference_date = :reference_date
