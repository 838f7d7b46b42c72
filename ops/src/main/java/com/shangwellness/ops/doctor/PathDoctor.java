package com.shangwellness.ops.doctor;

import com.shangwellness.ops.production.SiteProbe;
import com.shangwellness.ops.production.Snapshot;
import com.shangwellness.ops.production.Snapshot.TaskState;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows a request's way, site → load balancer → tasks → database, and says where it ends. Looked
 * at from the database up, so that a cause is told before what follows from it.
 */
public final class PathDoctor {
  // The application's page of sessions is read from the database at each request.
  private static final String READS_DATABASE = "api/sessions";
  private final SiteProbe probe;

  /** A doctor that asks the site by {@code probe}. */
  public PathDoctor(SiteProbe probe) {
    this.probe = probe;
  }

  /** What is found in {@code production}. */
  public List<Finding> examine(Snapshot production) {
    var findings = new ArrayList<Finding>();
    stacks(production, findings);
    findings.add(database(production));
    findings.add(tasks(production));
    findings.add(loadBalancer(production));
    findings.add(site(production));
    return findings;
  }

  private static void stacks(Snapshot production, List<Finding> findings) {
    if (production.stacks().isEmpty()) {
      findings.add(Finding.broken("stacks", "nothing is deployed", "./shang up"));
    }
    for (var stack : production.stacks()) {
      if (!stack.status().matches("(CREATE|UPDATE)_COMPLETE")) {
        findings.add(
            Finding.broken(
                "stack " + stack.name(),
                "it is " + stack.status(),
                "Deploy again; what failed is printed: ./shang up"));
      }
    }
  }

  private Finding database(Snapshot production) {
    if (production.databases().isEmpty()) {
      return Finding.skipped("database", "there is none yet");
    }
    var database = production.databases().getFirst();
    if (!database.status().equals("available")) {
      return Finding.broken(
          "database",
          database.cluster() + " is " + database.status(),
          "Tasks answer 503 until it is available; its log is in the region's: .shang/logs");
    }
    if (production.site().isEmpty() || production.healthyTasks() == 0) {
      return Finding.well("database", database.cluster() + " is available");
    }
    // "available" is what the control plane believes; whether it answers, only a query tells.
    var answer = probe.ask(URI.create(production.site()).resolve(READS_DATABASE));
    return answer.isGood()
        ? Finding.well("database", database.cluster() + " is available and answers queries")
        : Finding.broken(
            "database",
            database.cluster()
                + " is called available, but "
                + production.site()
                + READS_DATABASE
                + " cannot read it: "
                + answer.words(),
            "What the tasks met: ./shang logs. On this machine, start it anew: ./shang down &&"
                + " ./shang up");
  }

  private static Finding tasks(Snapshot production) {
    if (production.services().isEmpty()) {
      return Finding.skipped("tasks", "there is no service yet");
    }
    var service = production.services().getFirst();
    if (service.running() < service.desired()) {
      return Finding.broken(
          "tasks",
          service.running() + " of " + service.desired() + " run",
          "They end or do not start; what they said: ./shang logs");
    }
    return Finding.well("tasks", service.running() + " of " + service.desired() + " run");
  }

  private static Finding loadBalancer(Snapshot production) {
    if (production.site().isEmpty()) {
      return Finding.skipped("load balancer", "there is none yet");
    }
    var ill = production.tasks().stream().filter(task -> !task.isHealthy()).toList();
    if (production.healthyTasks() == 0) {
      return Finding.broken(
          "load balancer",
          "no task behind it is healthy" + reasons(ill),
          "Its health check is /healthcheck; what the tasks said: ./shang logs");
    }
    if (!production.isServing()) {
      return Finding.broken(
          "load balancer",
          production.healthyTasks()
              + " healthy in "
              + production.healthyZones()
              + " zones, fewer than wanted"
              + reasons(ill),
          "It still serves. Wait a little, or see: ./shang logs");
    }
    return Finding.well(
        "load balancer",
        production.healthyTasks() + " healthy in " + production.healthyZones() + " zones");
  }

  private static String reasons(List<TaskState> tasks) {
    var text = new StringBuilder();
    for (var task : tasks) {
      text.append("; ").append(task.id()).append(" is ").append(task.health());
      if (!task.reason().isEmpty()) {
        text.append(" (").append(task.reason()).append(")");
      }
    }
    return text.toString();
  }

  private Finding site(Snapshot production) {
    if (production.site().isEmpty()) {
      return Finding.skipped("site", "there is no load balancer yet");
    }
    var answer = probe.ask(URI.create(production.site()));
    return answer.isGood()
        ? Finding.well("site", production.site() + " answers " + answer.words())
        : Finding.broken(
            "site",
            production.site() + ": " + answer.words(),
            "If all above is well, the load balancer itself does not answer: ./shang status");
  }
}
