"""Accounts. What somebody may do comes from dated posts and responsibilities, never from here."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """What Django's sign-in needs of accounts."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password nobody can sign in to it by password."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account of a user name, whatever its letter case."""
        return self.get(username__iexact=username or "")


class User(AbstractBaseUser):
    """Somebody who can sign in. `is_administrator` looks after accounts and the system, and sees no dossier by it."""

    username = models.CharField("tên đăng nhập", max_length=80, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    email = models.EmailField("thư điện tử", blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    is_administrator = models.BooleanField("quản trị hệ thống", default=False)
    # Until it is changed, a password handed over opens nothing but the page that changes it, and after this moment not even that.
    temporary_until = models.DateTimeField("mật khẩu tạm dùng đến", null=True, blank=True)
    # Whoever left every post is let in no more, unless kept open until this day.
    kept_open_until = models.DateField("mở đến trước ngày, dù đã thôi vị trí", null=True, blank=True)
    joined_at = models.DateTimeField("lập lúc", null=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        constraints: ClassVar = [
            models.UniqueConstraint(models.functions.Lower("username"), name="one_account_a_username"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        """Return the name as signed."""
        return self.full_name


class SavedView(models.Model):
    """A list as somebody likes to see it: the page's `path` and what its address narrows, sorts and shows (`query`)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name="người dùng")
    path = models.CharField("trang", max_length=200)
    name = models.CharField("tên", max_length=80)
    query = models.TextField("bộ lọc")

    class Meta:
        verbose_name = "bộ lọc đã lưu"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "path", "name"], name="one_saved_view_a_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
