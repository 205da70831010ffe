detach database copy
