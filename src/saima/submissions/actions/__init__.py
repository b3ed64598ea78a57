"""Filling in, submitting, approving: one function for each verb."""
