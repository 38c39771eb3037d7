"""django-viewflow on SQLite, its own start and completion, no pages around them."""

import json
import statistics
import sys
import time

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="bench",  # noqa: S106 (of a database that is thrown away)
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "viewflow",
        "viewflow.workflow",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": "viewflow.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            },
        }
    },
)
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 (Django comes up first)
from django.core.management import call_command  # noqa: E402
from viewflow import this  # noqa: E402
from viewflow.workflow import flow, lock  # noqa: E402
from viewflow.workflow.models import Process, Task  # noqa: E402

from bench import flows  # noqa: E402

ROUNDS, MARKS = 60, (1, 10, 100)


def said(activation, name, default):
    return (activation.process.data or {}).get(name, default)


class Approval(flow.Flow):
    process_class = Process
    lock_impl = lock.NoLock()
    start = flow.StartHandle(this.begin).Next(this.apply)
    apply = flow.View(lambda request: None).Next(this.gw1)
    gw1 = flow.If(lambda a: said(a, "amount", 0) <= 0).Then(this.end).Else(this.manager)
    manager = flow.View(lambda request: None).Next(this.gw2)
    gw2 = (
        flow.Switch()
        .Case(this.apply, lambda a: said(a, "decision", "") == "rework")
        .Case(this.finance, lambda a: said(a, "amount", 0) > 1000)
        .Default(this.end)
    )
    finance = flow.View(lambda request: None).Next(this.end)
    end = flow.End()

    def begin(self, activation):
        return activation.process


def start():
    given = Approval.start.run()
    return getattr(given, "process", given).pk


def complete(process_id, user, data):
    task = Task.objects.filter(process_id=process_id, status="NEW").first()
    with task.activation() as activation:
        activation.assign(user)
        activation.process.data = {**(activation.process.data or {}), **data}
        activation.process.save()
        activation.start(None)
        activation.execute()


def timed(series, wish, *arguments):
    begun = time.process_time()
    given = wish(*arguments)
    series.append((time.process_time() - begun) * 1e3)
    return given


call_command("migrate", run_syncdb=True, verbosity=0)
person, _ = get_user_model().objects.get_or_create(username="bench")
starts, steps = [], []
for seed in range(ROUNDS):
    number = timed(starts, start)
    for _ in range(3):
        timed(steps, complete, number, person, flows.form(seed=seed))
found = {"start": statistics.median(starts), "complete": statistics.median(steps)}
if sys.argv[1] == "loops":
    found["loops"], number, done = {}, start(), 0
    for mark in MARKS:
        series = []
        while done < mark:
            for _ in range(2):
                form = flows.form(decision="rework")
                timed(series, complete, number, person, form)
            done += 1
        found["loops"][mark] = round(statistics.median(series[-10:]), 3)
sys.stdout.write(json.dumps(found) + "\n")
