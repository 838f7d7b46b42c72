package com.shangwellness.ops;

import com.shangwellness.ops.command.AlarmsCommand;
import com.shangwellness.ops.command.CostCommand;
import com.shangwellness.ops.command.DeployCommand;
import com.shangwellness.ops.command.DestroyCommand;
import com.shangwellness.ops.command.DiffCommand;
import com.shangwellness.ops.command.DoctorCommand;
import com.shangwellness.ops.command.DownCommand;
import com.shangwellness.ops.command.LogsCommand;
import com.shangwellness.ops.command.MetricsCommand;
import com.shangwellness.ops.command.OpenCommand;
import com.shangwellness.ops.command.OutboxCommand;
import com.shangwellness.ops.command.OutputsCommand;
import com.shangwellness.ops.command.PipelineCommand;
import com.shangwellness.ops.command.PushCommand;
import com.shangwellness.ops.command.ReleaseCommand;
import com.shangwellness.ops.command.ResetCommand;
import com.shangwellness.ops.command.StatusCommand;
import com.shangwellness.ops.command.SynthCommand;
import com.shangwellness.ops.command.TopCommand;
import com.shangwellness.ops.command.UpCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The command {@code shang}. */
@Command(
    name = "shang",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    version = "shang 1.0.0",
    synopsisSubcommandLabel = "COMMAND",
    header = "Shangwellness in production: on this machine, and on AWS.",
    footer = {
      "",
      "Nothing but --target aws ever reaches AWS.",
      "Exit codes: 0 done or well; 1 failed or not well; 2 wrong usage or settings;",
      "3 nothing runs or is deployed; 4 you did not agree; 130 interrupted.",
      "",
      "Example:",
      "  ./shang up"
    },
    subcommands = {
      UpCommand.class,
      PushCommand.class,
      PipelineCommand.class,
      ReleaseCommand.class,
      StatusCommand.class,
      TopCommand.class,
      MetricsCommand.class,
      AlarmsCommand.class,
      LogsCommand.class,
      OutboxCommand.class,
      OpenCommand.class,
      DownCommand.class,
      ResetCommand.class,
      SynthCommand.class,
      DiffCommand.class,
      CostCommand.class,
      DeployCommand.class,
      OutputsCommand.class,
      DestroyCommand.class,
      DoctorCommand.class
    })
public final class ShangCommand {
  private ShangCommand() {}

  /** Runs the command line and exits with one of {@link ExitCode}. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line with its error handling. */
  public static CommandLine commandLine() {
    return new CommandLine(new ShangCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(false)
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> report(exception, command.getErr()));
  }

  static int report(Exception exception, PrintWriter err) {
    var code =
        switch (exception) {
          case Failure failure -> {
            err.println("shang: " + failure.getMessage());
            yield failure.exitCode();
          }
          case AwsServiceException refused -> {
            err.println("shang: " + refused.getMessage());
            yield ExitCode.FAILED;
          }
          case SdkException unreachable -> {
            err.println("shang: " + unreachable.getMessage());
            yield ExitCode.FAILED;
          }
          default -> {
            // A mistake of ours: whoever mends it needs to see where.
            exception.printStackTrace(err);
            yield ExitCode.FAILED;
          }
        };
    for (var followed : exception.getSuppressed()) {
      if (followed instanceof Failure) {
        err.println("shang: and then: " + followed.getMessage());
      }
    }
    return code;
  }
}
