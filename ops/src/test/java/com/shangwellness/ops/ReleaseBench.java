package com.shangwellness.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Releases in a row under load, and then every bad one: what {@code bench/release.sh} runs, against
 * a production that is up.
 */
@SuppressWarnings("AnnotateFormatMethod")
final class ReleaseBench {
  private static final double PACE = 20;
  private static final int VISITORS = 40;
  private static final Duration CALM = Duration.ofSeconds(6);

  private final ReleaseStage stage;
  private final BookingLoad load;
  private final Path folder;
  private int failed;
  private boolean slow;

  private ReleaseBench(Shang shang, int perSecond) throws IOException {
    this.stage = new ReleaseStage(shang);
    this.load = new BookingLoad(shang.site("/"));
    this.folder = Files.createTempDirectory("release-bench");
    load.come(VISITORS, perSecond);
  }

  /**
   * Arguments: the home, the API's port, the site's port, how many releases, requests a second, and
   * whether every bad release follows them ({@code bad} or {@code good}).
   */
  public static void main(String[] arguments) throws Exception {
    var shang =
        new Shang(
            Shang.PROJECT,
            Path.of(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            0);
    int releases = Integer.parseInt(arguments[3]);
    var bench = new ReleaseBench(shang, Integer.parseInt(arguments[4]));
    boolean good = false;
    try {
      good = bench.run(releases, arguments[5].equals("bad"));
    } finally {
      // Whatever happened, its visitors go with it.
      bench.load.close();
    }
    System.exit(good ? 0 : 1);
  }

  private boolean run(int releases, boolean alsoBad) throws Exception {
    say(
        "%-32s %7s %9s %8s %10s %10s %6s",
        "release", "seconds", "requests", "failed", "p99 before", "p99 shift", "ratio");
    for (int i = 1; i <= releases; i++) {
      release(i);
    }
    if (alsoBad) {
      for (var bad : BadRelease.values()) {
        bad(bad);
      }
    }
    load.lasts(CALM);
    int booked = load.booked();
    var wrongs = load.settle();
    say("bookings: %d; lost or doubled: %d", booked, wrongs.size());
    wrongs.forEach(System.out::println);
    say("requests that failed and that blue could have served: %d", failed);
    say("p99 during a shift at most twice that before: %s", slow ? "no" : "yes");
    return failed == 0 && wrongs.isEmpty() && !slow;
  }

  private void release(int number) throws IOException {
    var image =
        stage.push(
            TestImage.of(
                BadRelease.appImage(),
                String.format(Locale.ROOT, "%012x%x", number, System.nanoTime()),
                folder.resolve("good.tar")));
    load.lasts(CALM);
    int before = load.answered();
    long begin = System.nanoTime();
    var id = stage.begin(image, PACE);
    stage.follow(id, s -> s.isOver() || s.side("green").weight() > 0);
    long shifts = System.nanoTime();
    stage.follow(id, BadRelease::bakes);
    load.lasts(Duration.ofSeconds(1));
    long shifted = System.nanoTime();
    stage.releases().promote();
    var end = stage.follow(id, state -> false);
    double calm = load.quantile(0.99, begin - CALM.toNanos(), begin);
    double shift = load.quantile(0.99, shifts, shifted);
    slow |= shift > 2 * calm;
    say(
        "%-32s %7.1f %9d %8d %8.1fms %8.1fms %6.2f",
        end.status() + " " + end.version(),
        (System.nanoTime() - begin) / 1e9,
        load.answered() - before,
        load.failures().size(),
        calm,
        shift,
        shift / calm);
    failed += load.failures().size();
    load.failures().forEach(failure -> System.out.println("  " + failure));
    load.failures().clear();
  }

  private void bad(BadRelease bad) throws IOException {
    var weights = stage.weights();
    int before = load.answered();
    long begin = System.nanoTime();
    var end = stage.follow(bad.begin(stage, folder), state -> false);
    var others = load.failures().stream().filter(f -> !bad.mayAnswer(f)).toList();
    boolean back =
        !end.isGood()
            && bad.reasons().contains(end.error().code())
            && stage.weights().equals(weights);
    say(
        "%-32s %7.1f %9d %8d   %s%s",
        bad.name().toLowerCase(Locale.ROOT),
        (System.nanoTime() - begin) / 1e9,
        load.answered() - before,
        load.failures().size(),
        back ? "" : "NOT TAKEN BACK: ",
        end.getSentence());
    others.forEach(failure -> System.out.println("  " + failure));
    failed += others.size() + (back ? 0 : 1);
    load.failures().clear();
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
