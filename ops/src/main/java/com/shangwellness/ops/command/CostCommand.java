package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.cost.Estimate;
import com.shangwellness.ops.cost.Estimator;
import com.shangwellness.ops.cost.PriceList;
import com.shangwellness.ops.cost.WhatIf;
import com.shangwellness.ops.screen.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang cost}: what production costs a month. */
@Command(
    name = "cost",
    header = "Estimate what production costs on AWS in a month, line by line.",
    description = {
      "",
      "From the templates and a dated list of prices: what is paid by the hour or month, used or"
          + " not. What is charged by use comes on top, and is named."
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 it failed; 2 the settings are wrong, or there is no price list.",
      "",
      "Example: with four tasks all month long",
      "  ./shang cost --what-if desired=4"
    })
public final class CostCommand implements Callable<Integer> {
  @Mixin private Shared shared;

  @Option(
      names = "--what-if",
      paramLabel = "NAME=NUMBER",
      split = ",",
      description = "Assume otherwise: desired=TASKS, capacity=ACU (of each instance).")
  private Map<String, Double> whatIf = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var assumed = new WhatIf(whatIf);
    var environment = shared.environment();
    var assembly = shared.synthesize(environment, false);
    var prices = PriceList.of(environment.place().region());
    var estimate = new Estimator(prices, assumed).estimate(assembly);
    if (json) {
      Json.print(estimate);
    } else {
      lines(estimate).forEach(System.out::println);
    }
    return ExitCode.OK;
  }

  static List<String> lines(Estimate estimate) {
    var table = new Table();
    for (var line : estimate.lines()) {
      table.row(
          usd(line.monthly()),
          line.what(),
          number(line.quantity()) + " x " + line.usd() + " per " + line.unit(),
          line.confirmed() ? "" : "price not confirmed");
    }
    var lines = new ArrayList<>(table.lines());
    lines.add(usd(estimate.monthly()) + "  " + total(estimate));
    lines.add("");
    lines.add("On top, by use:");
    estimate.byUse().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(use -> lines.add("  " + use.getKey() + ": " + use.getValue()));
    return lines;
  }

  static String total(Estimate estimate) {
    return "USD a month before use and tax, in "
        + estimate.region()
        + " at prices of "
        + estimate.pricesOf()
        + "; today's: https://calculator.aws";
  }

  private static String usd(double amount) {
    return String.format(Locale.ROOT, "%8.2f", amount);
  }

  private static String number(double quantity) {
    return quantity == Math.rint(quantity) ? String.valueOf((long) quantity) : "" + quantity;
  }
}
