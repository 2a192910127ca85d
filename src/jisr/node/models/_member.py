"""Who works at this node?"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class MemberManager(BaseUserManager["Member"]):
    """Members by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> Member:
        """The member of that name, whatever its case."""
        return self.get(name__iexact=username)


class Member(AbstractBaseUser):
    """A person of this node. `roles` and `desks` are words of `sharing.Role` and desks' names, joined by commas."""

    name = models.CharField(max_length=150, unique=True)
    full_name = models.CharField(max_length=200, blank=True)
    roles = models.CharField(max_length=200)
    desks = models.CharField(max_length=300, blank=True)
    clearance = models.CharField(max_length=16, default="amber+strict")
    purposes = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8, default="ar")
    shortcuts = models.BooleanField(default=True)
    theme = models.CharField(max_length=8, default="auto")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name


class Welcome(models.Model):
    """A one-time sign-in link: only the digest of its token is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"welcome for {self.member_id}"


class ApiToken(models.Model):
    """A program's key to the API: only its digest is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    label = models.CharField(max_length=100)
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label


class Setting(models.Model):
    """One fact about the node itself: its name, how far the name index has come."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()

    def __str__(self) -> str:
        return self.key
