select count(*) from service_line
