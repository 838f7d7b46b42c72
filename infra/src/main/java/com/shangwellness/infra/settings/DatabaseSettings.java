package com.shangwellness.infra.settings;

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
    String certificateBundle) {}
