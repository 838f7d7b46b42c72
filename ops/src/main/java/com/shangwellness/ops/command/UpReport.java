package com.shangwellness.ops.command;

import com.shangwellness.ops.machine.RegionRecord;
import com.shangwellness.ops.rollout.Rollout;
import com.shangwellness.ops.rollout.Rollout.ImageState;
import com.shangwellness.ops.screen.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code up} says when it is done.
 *
 * @param returns whether the command returns now
 */
record UpReport(RegionRecord region, Rollout.Result result, boolean returns) {
  void print(boolean json) {
    if (json) {
      Json.print(asJson());
    } else {
      var terminal = Screens.terminal();
      lines(terminal).forEach(terminal.out()::println);
    }
  }

  private Object asJson() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("site", result.production().site());
    fields.put("endpoint", region.ports().endpoint().toString());
    fields.put("account", region.place().account());
    fields.put("region", region.place().region());
    fields.put("pace", region.pace());
    fields.put("pid", region.pid());
    fields.put("stacks", result.stacks());
    fields.put("recorded", result.recorded());
    fields.put("image", result.image());
    return fields;
  }

  List<String> lines(Terminal terminal) {
    var lines = new ArrayList<String>();
    var endpoint = region.ports().endpoint();
    var zones = new TreeSet<String>();
    result.production().tasks().forEach(task -> zones.add(task.zone()));
    lines.add("");
    lines.add("  Site      " + terminal.bold(result.production().site()));
    if (result.production().site().startsWith("https:")) {
      lines.add("            by TLS; who signs it: " + endpoint + "/_region/authority");
    }
    lines.add("            " + tasks() + " in " + String.join(", ", zones));
    lines.add("  AWS API   " + endpoint);
    lines.add("");
    lines.add("  Point the aws command at it:");
    lines.add(
        "    export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION="
            + region.place().region());
    lines.add("    aws --endpoint-url " + endpoint + " ecs list-clusters");
    if (region.pace() != 1) {
      lines.add("");
      lines.add(
          terminal.warn(
              "  Time goes "
                  + pace()
                  + " times as fast here as in AWS (--pace): waits are that much shorter."));
    }
    recorded(lines, terminal);
    released(result.image())
        .forEach(line -> lines.add(line.isEmpty() ? line : terminal.warn("  " + line)));
    lines.add("");
    lines.add(
        returns
            ? "  It goes on in the background. Stop it with: ./shang down"
            : "  Ctrl-C stops it; data stays.");
    return lines;
  }

  /** What is said of an image that was pushed and that no task runs; nothing if all is released. */
  private static List<String> released(ImageState image) {
    return image.isReleased()
        ? List.of()
        : List.of(
            "",
            "Pushed, not released: the tasks run "
                + String.join(", ", image.running())
                + ", and what was built now is "
                + image.pushed()
                + ".",
            "Release it, and watch it take over: ./shang release");
  }

  private String tasks() {
    var count = result.production().healthyTasks();
    return count + (count == 1 ? " healthy task" : " healthy tasks");
  }

  private String pace() {
    var pace = region.pace();
    return pace == Math.rint(pace) ? String.valueOf((long) pace) : String.valueOf(pace);
  }

  private void recorded(List<String> lines, Terminal terminal) {
    if (result.recorded().isEmpty()) {
      return;
    }
    var count = result.recorded().values().stream().mapToInt(Set::size).sum();
    lines.add("");
    lines.add(
        "  Recorded, checked, but not acted on here ("
            + count
            + (count == 1 ? " resource):" : " resources):"));
    result
        .recorded()
        .forEach(
            (type, names) ->
                lines.add("    " + terminal.dim(type + ": " + String.join(", ", names))));
  }
}
