package com.shangwellness.region.applicationautoscaling;

/** The ECS service that a resource id names. */
record ServiceId(String cluster, String service) {

  /** Of {@code service/cluster/service}. */
  static ServiceId of(String resourceId) {
    var parts = resourceId == null ? new String[0] : resourceId.split("/", -1);
    if (parts.length != 3
        || !parts[0].equals("service")
        || parts[1].isEmpty()
        || parts[2].isEmpty()) {
      throw Refusals.invalid("Unsupported service namespace, resource type or scalable dimension");
    }
    return new ServiceId(parts[1], parts[2]);
  }

  /** {@code service/cluster/service}. */
  String resourceId() {
    return "service/" + cluster + "/" + service;
  }
}
