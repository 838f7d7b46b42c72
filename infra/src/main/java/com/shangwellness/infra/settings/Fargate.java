package com.shangwellness.infra.settings;

/** Which sizes of tasks Fargate has: ECS guide, "Task CPU and memory". */
final class Fargate {
  private static final int GIB = 1024;

  private Fargate() {}

  /** The memory that goes with {@code cpu} CPU units. */
  static Memory memoryFor(int cpu) {
    return switch (cpu) {
      case 256 -> new Memory(GIB / 2, 2 * GIB, GIB / 2);
      case 512 -> new Memory(GIB, 4 * GIB, GIB);
      case 1024 -> new Memory(2 * GIB, 8 * GIB, GIB);
      case 2048 -> new Memory(4 * GIB, 16 * GIB, GIB);
      case 4096 -> new Memory(8 * GIB, 30 * GIB, GIB);
      case 8192 -> new Memory(16 * GIB, 60 * GIB, 4 * GIB);
      case 16384 -> new Memory(32 * GIB, 120 * GIB, 8 * GIB);
      default ->
          throw new IllegalArgumentException("Fargate has no tasks of " + cpu + " CPU units");
    };
  }

  /** Sizes in MiB. Between the least and the most, some are left out at 256 units; see allows. */
  record Memory(int least, int most, int step) {

    boolean allows(int memory) {
      // 256 units go with 512, 1024 or 2048 MiB, and not with 1536.
      return memory >= least
          && memory <= most
          && (memory - least) % step == 0
          && memory != GIB + GIB / 2;
    }

    @Override
    public String toString() {
      return least == GIB / 2
          ? "one of 512, 1024, 2048"
          : "from " + least + " to " + most + " in steps of " + step;
    }
  }
}
