package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.assembly.CloudAssembly;
import com.shangwellness.ops.cost.Estimator;
import com.shangwellness.ops.cost.PriceList;
import com.shangwellness.ops.cost.WhatIf;
import com.shangwellness.ops.rollout.Rollout;
import com.shangwellness.ops.rollout.Rollout.ImageState;
import com.shangwellness.ops.screen.View;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shang deploy}: production to AWS, or again to this machine. */
@Command(
    name = "deploy",
    header = "Deploy the stacks of production.",
    description = {
      "",
      "Checks that your credentials lead to the account that the settings name, lists names that"
          + " are taken there before anything is created, bootstraps, shows each stack's changes"
          + " and asks, deploys in order, pushes the image, and waits until production serves."
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 it failed (the stack was rolled back); 2 wrong settings or account;",
      "3 nothing runs on this machine; 4 you did not agree.",
      "",
      "Example:",
      "  ./shang deploy --target aws --profile production"
    })
public final class DeployCommand implements Callable<Integer> {
  @Mixin private Shared shared;
  @Mixin private TargetOption where;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--json", description = "Print the result as JSON; progress goes to stderr.")
  private boolean json;

  @Override
  public Integer call() {
    var target = where.target(shared);
    var environment = shared.environment();
    Rollout.Result result;
    try (var view = View.on(Screens.progress(json), true)) {
      view.begins("templates");
      var assembly = shared.synthesize(environment, where.isAws());
      view.ends("templates", assembly.stacks().size() + " stacks");
      if (where.isAws()) {
        cost(environment.place().region(), assembly).forEach(view::remarks);
      }
      var consent = Screens.consent(yes, view);
      result = new Rollout(target, environment, shared.image(), consent, view).run(assembly);
    }
    if (json) {
      Json.print(result);
    } else {
      System.out.println();
      System.out.println("Deployed. The site: " + result.production().site());
      released(result.image());
    }
    return ExitCode.OK;
  }

  /** What it costs, where the prices are known: a deployment does not wait for a list of them. */
  static List<String> cost(String region, CloudAssembly assembly) {
    return PriceList.find(region)
        .map(prices -> new Estimator(prices, new WhatIf(Map.of())).estimate(assembly))
        .map(
            cost ->
                List.of(
                    "It costs about " + Math.round(cost.monthly()) + " " + CostCommand.total(cost),
                    "Line by line: ./shang cost"))
        .orElse(List.of("There is no list of prices for " + region + ": no estimate."));
  }

  private static void released(ImageState image) {
    if (!image.isReleased()) {
      System.out.println(
          "Pushed, not released: the tasks run "
              + String.join(", ", image.running())
              + "; what was built now is "
              + image.pushed()
              + ". Stacks move no traffic: a release does, by ./shang release or by the pipeline.");
    }
  }
}
