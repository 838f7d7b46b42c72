package com.shangwellness.region.cloudformation;

import java.util.List;

/**
 * Something that the region takes or answers and does not do as AWS does it. Whoever makes it act
 * takes it from here.
 *
 * @param service the class that answers for it
 * @param what what is kept, or who is stood in for
 * @param instead what happens here
 */
record StandIn(String service, String what, String instead) {

  /** All that are known. */
  static final List<StandIn> ALL =
      List.of(
          new StandIn(
              "Acm",
              "validation of a domain, and renewal",
              "every domain counts as validated after two seconds, no record is looked up; what is"
                  + " issued is signed by the region's own authority and not renewed"),
          new StandIn(
              "CloudFormation",
              "rollback triggers and notification topics of a stack",
              "no alarm is watched, no message is sent"),
          new StandIn(
              "CloudWatchLogs", "the KMS key of a log group", "events are in plain files here"),
          new StandIn("Ec2", "flow logs", "no packets are recorded, nothing is delivered"),
          new StandIn(
              "Ec2",
              "security groups, network ACLs, route tables and gateways",
              "checked and described; no packet is filtered or routed by them"),
          new StandIn(
              "EventBridge",
              "pipelines as targets",
              "heard, and counted as a failed invocation: pipelines are only recorded"),
          new StandIn("Ecr", "lifecycle rules", "no image expires"),
          new StandIn("Ecr", "scan on push", "no image is scanned"),
          new StandIn(
              "Ecs",
              "CPU of a task, the image's user, a read-only root",
              "a task is a process of this machine: its limit of CPU is a hint to a JVM, and it"
                  + " sees this machine's files"),
          new StandIn(
              "Ecs",
              "the memory limit of a container",
              "resident memory is looked at each second, not held by the kernel: a container may"
                  + " have used more for that long before it is killed with OutOfMemoryError; a"
                  + " task's limit holds for each of its containers, not for their sum"),
          new StandIn(
              "ElasticLoadBalancingV2",
              "access, connection and health check logs",
              "none are delivered"),
          new StandIn(
              "ElasticLoadBalancingV2",
              "client keep-alive, HTTP/2, host header, WAF and zonal shift attributes",
              "requests are served as if they were not set"),
          new StandIn(
              "Iam",
              "IAM policies, and those of buckets, keys, repositories and secrets",
              "checked when written; no request is judged by them"),
          new StandIn(
              "Rds",
              "reader instances of a DB cluster",
              "their endpoints answer from the writer's server"),
          new StandIn(
              "Rds",
              "serverless capacity, backup retention, encryption, Performance Insights, log"
                  + " exports",
              "one server on this machine, not scaled, not backed up by itself, its files not"
                  + " encrypted"),
          new StandIn("S3", "lifecycle rules", "no object expires"),
          new StandIn("S3", "event settings", "no event is sent"),
          new StandIn(
              "S3",
              "access logging, public access blocks, object ownership, CORS",
              "no request is logged, refused or answered by them"),
          new StandIn(
              "S3", "encryption of objects", "named in their headers; objects are in plain files"),
          new StandIn(
              "Sns",
              "subscriptions by mail",
              "confirmed by themselves; mails are files of the region's outbox folder"),
          new StandIn(
              "Sns",
              "signatures of messages",
              "left out: their certificate would have to come from amazonaws.com"),
          new StandIn(
              "Sns",
              "the KMS key of a topic, tracing, data protection, delivery status logs",
              "kept; messages are neither encrypted, traced, masked nor logged"));

  String line() {
    return "- **" + service + "**, " + what + ": " + instead + ".";
  }
}
