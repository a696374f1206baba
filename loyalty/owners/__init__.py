"""Who looks after whom: departments, the rules that give a guest an owner, and transfers between owners."""
