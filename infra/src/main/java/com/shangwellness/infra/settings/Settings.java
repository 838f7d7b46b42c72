package com.shangwellness.infra.settings;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One environment, as {@code environments/<name>.yaml} describes it. What is held here has been
 * checked: see {@link SettingsReader}.
 *
 * @param project the first part of every name
 * @param environment the second part of every name, such as {@code prod}
 * @param account the AWS account, twelve digits
 * @param region the AWS region
 * @param zones two availability zones of the region
 * @param crossStackValues how a stack reads another's outputs
 * @param deletionProtection whether the load balancer and the database refuse to be deleted
 * @param logRetentionDays how long every log group keeps its events
 * @param domain where users find the site, or {@link DomainSettings#NONE}
 */
public record Settings(
    String project,
    String environment,
    String account,
    String region,
    List<String> zones,
    CrossStackValues crossStackValues,
    boolean deletionProtection,
    int logRetentionDays,
    NetworkSettings network,
    DatabaseSettings database,
    ImageSettings images,
    LoadBalancerSettings loadBalancer,
    ServiceSettings service,
    ReleaseSettings release,
    ContactSettings contacts,
    DeliverySettings delivery,
    MonitoringSettings monitoring,
    DomainSettings domain,
    EdgeSettings edge,
    ProtectionSettings protection) {

  private static final List<Integer> RETENTIONS =
      List.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  /** A target group's name, project-environment-green, has at most 32 characters. */
  private static final int LONGEST_NAMES = 25;

  static Settings from(Section section) {
    var settings =
        new Settings(
            section.text(
                "project",
                "[a-z][a-z0-9]{1,19}",
                "2 to 20 small letters or digits, a letter first"),
            section.text(
                "environment",
                "[a-z][a-z0-9]{1,19}",
                "2 to 20 small letters or digits, a letter first"),
            section.text("account", "\\d{12}", "twelve digits in quotes"),
            section.text("region", "[a-z]{2}(-[a-z]+)+-\\d", "an AWS region, such as ap-south-1"),
            section.texts(
                "zones",
                "[a-z0-9-]+",
                zones -> zones.size() == 2,
                "two different availability zones, such as [ap-south-1a, ap-south-1b]"),
            section.choice("crossStackValues", CrossStackValues.class),
            section.flag("deletionProtection"),
            section.number("logRetentionDays", RETENTIONS),
            NetworkSettings.from(section.section("network")),
            DatabaseSettings.from(section.section("database")),
            ImageSettings.from(section.section("images")),
            LoadBalancerSettings.from(section.section("loadBalancer")),
            ServiceSettings.from(section.section("service")),
            ReleaseSettings.from(section.section("release")),
            ContactSettings.from(section.section("contacts")),
            DeliverySettings.from(section.section("delivery")),
            MonitoringSettings.from(section.section("monitoring")),
            DomainSettings.from(section.sectionUnlessNone("domain")),
            EdgeSettings.from(section.section("edge")),
            ProtectionSettings.from(section.section("protection")));
    settings.check(section);
    return settings;
  }

  private void check(Section section) {
    section.agrees(
        "environment",
        List.of("project"),
        () -> project.length() + environment.length() <= LONGEST_NAMES,
        "shorter: together with project (" + project + ") at most 25 characters");
    section.agrees(
        "zones",
        List.of("region"),
        () -> zones.stream().allMatch(zone -> zone.matches(Pattern.quote(region) + "[a-z]")),
        "zones of region (" + region + ")");
    // During a release both colours run, spread over two zones.
    int needed = service.maximumTasks() + network.interfaceEndpoints().size();
    section.agrees(
        "network.subnetPrefix",
        List.of("service.maximumTasks", "network.interfaceEndpoints"),
        () -> network.addressesInSubnet() >= needed,
        "smaller: a private subnet needs "
            + needed
            + " addresses for both colours of service.maximumTasks ("
            + service.maximumTasks()
            + ") and the endpoints, and has "
            + network.addressesInSubnet());
    section.agrees(
        "protection.copyRegion",
        List.of("region"),
        () -> !protection.copyRegion().equals(region),
        "none, or another region than region (" + region + ")");
    MonitoringSettings.check(section, monitoring, service);
  }
}
