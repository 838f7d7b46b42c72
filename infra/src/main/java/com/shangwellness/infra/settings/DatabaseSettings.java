package com.shangwellness.infra.settings;

import java.util.List;

/**
 * The Aurora MySQL cluster.
 *
 * @param name the database that the application uses
 * @param user the master user
 * @param engineVersion Aurora's version, such as {@code 8.0.mysql_aurora.3.10.3}
 * @param readers instances beside the writer
 * @param minimumCapacity in Aurora capacity units
 * @param maximumCapacity in Aurora capacity units
 * @param backupDays how long automated backups are kept
 * @param backupWindow daily, UTC, {@code hh:mm-hh:mm}
 * @param maintenanceWindow weekly, UTC, {@code ddd:hh:mm-ddd:hh:mm}
 * @param idleConnections that each task keeps ready while nobody asks; Aurora pauses
 *     (minimumCapacity 0) only without any
 * @param certificateBundle the file in the image that holds RDS's certificate authorities
 */
public record DatabaseSettings(
    String name,
    String user,
    String engineVersion,
    int readers,
    double minimumCapacity,
    double maximumCapacity,
    int backupDays,
    String backupWindow,
    String maintenanceWindow,
    int idleConnections,
    String certificateBundle) {

  private static final double SMALLEST_RUNNING = 0.5;

  static DatabaseSettings from(Section section) {
    var database =
        new DatabaseSettings(
            section.text(
                "name",
                "[A-Za-z][A-Za-z0-9_]{0,63}",
                "1 to 64 letters, digits or _, a letter first"),
            section.text(
                "user",
                "(?!rdsadmin$)[a-z][a-z0-9_]{0,15}",
                "1 to 16 small letters, digits or _, a letter first, and not rdsadmin"),
            section.text(
                "engineVersion",
                "8\\.0\\.mysql_aurora\\.3\\.\\d{2}\\.\\d",
                "a version of Aurora MySQL 8.0, such as 8.0.mysql_aurora.3.10.3"),
            section.number("readers", 0, 15),
            section.decimal("minimumCapacity", 0, 256, SMALLEST_RUNNING),
            section.decimal("maximumCapacity", 1, 256, SMALLEST_RUNNING),
            section.number("backupDays", 1, 35),
            section.text("backupWindow", Window.DAILY, "a UTC window such as 19:30-20:30"),
            section.text(
                "maintenanceWindow", Window.WEEKLY, "a UTC window such as sun:21:00-sun:22:00"),
            section.number("idleConnections", 0, 10),
            section.text(
                "certificateBundle", "/.+\\.pem", "the absolute path of a .pem file in the image"));
    database.check(section);
    return database;
  }

  private void check(Section section) {
    section.agrees(
        "maximumCapacity",
        List.of("minimumCapacity"),
        () -> maximumCapacity >= minimumCapacity,
        "at least minimumCapacity (" + Section.plain(minimumCapacity) + ")");
    section.agrees(
        "minimumCapacity",
        List.of("engineVersion"),
        // Aurora guide, "Scaling to zero ACUs": from 3.08.0 on.
        () -> minimumCapacity > 0 || engineVersion.compareTo("8.0.mysql_aurora.3.08.0") >= 0,
        "at least 0.5 with engineVersion " + engineVersion + "; from 3.08.0 on it may be 0");
    section.agrees(
        "idleConnections",
        List.of("minimumCapacity"),
        // Aurora guide, "Scaling to zero ACUs": an instance with user connections does not pause.
        () -> minimumCapacity > 0 || idleConnections == 0,
        "0 with minimumCapacity 0: a database with connections does not pause");
    section.agrees(
        "backupWindow",
        List.of(),
        () -> Window.daily(backupWindow).minutes() >= Window.SHORTEST,
        "at least 30 minutes long");
    section.agrees(
        "maintenanceWindow",
        List.of(),
        () -> Window.weekly(maintenanceWindow).minutes() >= Window.SHORTEST,
        "at least 30 minutes long");
    section.agrees(
        "maintenanceWindow",
        List.of("backupWindow"),
        () -> !Window.weekly(maintenanceWindow).meetsDaily(Window.daily(backupWindow)),
        "apart from backupWindow (" + backupWindow + ")");
  }
}
