update import set receipt = :receipt where id = :id and kind = :kind and receipt is null
