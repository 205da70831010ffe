update provider set site = ?1 where site = ?2
