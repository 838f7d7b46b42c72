package com.shangwellness.infra.settings;

import java.time.ZoneId;
import java.util.List;

/**
 * What guards against loss and intrusion.
 *
 * @param backupTime when the daily backup begins, UTC, {@code hh:mm}
 * @param dailyKeepDays how long a daily backup is kept
 * @param monthlyKeepDays how long the first backup of a month is kept
 * @param restoreTestTime when the weekly restore test begins, UTC, {@code ddd:hh:mm}
 * @param copyRegion the region that backups are copied to, or {@code none}
 * @param reviewTime when people are reminded of a review, {@code hh:mm}
 * @param timeZone the time zone of {@code reviewTime}
 * @param guardDuty whether GuardDuty watches the account in this region
 * @param inspector whether Amazon Inspector scans the images, again and again
 * @param securityHub whether Security Hub checks the account against its standards
 * @param config whether AWS Config records every change of a resource
 */
public record ProtectionSettings(
    String backupTime,
    int dailyKeepDays,
    int monthlyKeepDays,
    String restoreTestTime,
    String copyRegion,
    String reviewTime,
    String timeZone,
    boolean guardDuty,
    boolean inspector,
    boolean securityHub,
    boolean config) {

  /** What {@code copyRegion} says when backups stay in their region. */
  public static final String NONE = "none";

  private static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d";
  private static final String TIME_ZONE = "a time zone, such as Asia/Kolkata";

  static ProtectionSettings from(Section section) {
    var protection =
        new ProtectionSettings(
            section.text("backupTime", TIME, "a UTC time such as 22:30"),
            section.number("dailyKeepDays", 1, 3650),
            section.number("monthlyKeepDays", 1, 3650),
            section.text(
                "restoreTestTime",
                "(mon|tue|wed|thu|fri|sat|sun):" + TIME,
                "a UTC day and time such as mon:02:00"),
            section.text(
                "copyRegion",
                "none|[a-z]{2}(-[a-z]+)+-\\d",
                "none, or an AWS region, such as ap-southeast-1"),
            section.text("reviewTime", TIME, "a time such as 10:00"),
            section.text("timeZone", "[A-Z][A-Za-z_]+(/[A-Za-z_]+)*", TIME_ZONE),
            section.flag("guardDuty"),
            section.flag("inspector"),
            section.flag("securityHub"),
            section.flag("config"));
    section.agrees(
        "timeZone",
        List.of(),
        () -> ZoneId.getAvailableZoneIds().contains(protection.timeZone()),
        TIME_ZONE);
    section.agrees(
        "monthlyKeepDays",
        List.of("dailyKeepDays"),
        () -> protection.monthlyKeepDays() >= protection.dailyKeepDays(),
        "at least dailyKeepDays (" + protection.dailyKeepDays() + ")");
    section.agrees(
        "securityHub",
        List.of("config"),
        () -> protection.config() || !protection.securityHub(),
        "false without config: Security Hub's checks read what AWS Config records");
    return protection;
  }

  /** Whether backups are copied to a second region. */
  public boolean copies() {
    return !copyRegion.equals(NONE);
  }
}
