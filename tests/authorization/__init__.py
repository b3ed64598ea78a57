"""Every route by every post, generated from the policy; and what each page gives away."""
