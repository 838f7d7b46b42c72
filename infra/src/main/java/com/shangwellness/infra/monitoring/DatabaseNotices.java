package com.shangwellness.infra.monitoring;

import com.shangwellness.infra.Names;
import com.shangwellness.infra.Sorted;
import com.shangwellness.infra.settings.DatabaseSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/**
 * Tells the team what RDS does to the database, or could not do: what a subscription to RDS's own
 * events would tell, without another service that may publish.
 */
final class DatabaseNotices extends Construct {

  DatabaseNotices(Construct scope, Names names, DatabaseSettings database, ITopic topic) {
    super(scope, "DatabaseNotices");
    CfnRule.Builder.create(this, "Rule")
        .name(names.eventRule("database-event"))
        .description("Tells the team: failovers, failures and maintenance of the database")
        .eventPattern(
            Sorted.map(
                Map.of(
                    "source",
                    List.of("aws.rds"),
                    "detail-type",
                    List.of("RDS DB Cluster Event", "RDS DB Instance Event"),
                    "detail",
                    Map.of(
                        "EventCategories",
                        List.of("failover", "failure", "maintenance"),
                        "SourceArn",
                        sources(names, database)))))
        .targets(
            List.of(CfnRule.TargetProperty.builder().id("Team").arn(topic.getTopicArn()).build()))
        .build();
  }

  private static List<String> sources(Names names, DatabaseSettings database) {
    return Stream.concat(
            Stream.of(names.arn("rds", "cluster:" + names.databaseCluster())),
            IntStream.rangeClosed(1, 1 + database.readers())
                .mapToObj(n -> names.arn("rds", "db:" + names.databaseInstance(n))))
        .toList();
  }
}
