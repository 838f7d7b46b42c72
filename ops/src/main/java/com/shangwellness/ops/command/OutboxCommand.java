package com.shangwellness.ops.command;

import com.shangwellness.ops.ExitCode;
import com.shangwellness.ops.Failure;
import com.shangwellness.ops.machine.Outbox;
import com.shangwellness.ops.machine.Outbox.Mail;
import com.shangwellness.ops.screen.Table;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shang outbox}: the mails that the region on this machine would have sent. */
@Command(
    name = "outbox",
    header = "Show the mails that production on this machine has written.",
    description = "They are kept and not sent. On AWS they are sent, and not kept.",
    footer = {
      "",
      "Exit codes: 0 done; 1 failed; 2 wrong usage.",
      "",
      "Example: read the newest",
      "  ./shang outbox 1"
    })
public final class OutboxCommand implements Callable<Integer> {
  @Mixin private Shared shared;

  @Parameters(
      arity = "0..1",
      paramLabel = "NUMBER",
      description = "Show this one; 1 is the newest.")
  private Optional<Integer> number = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var environment = shared.environment();
    var folder = shared.home().region().resolve("outbox");
    var mails = new Outbox(folder.resolve(environment.place().region())).mails();
    if (number.isPresent()) {
      show(chosen(mails, number.get()));
    } else if (json) {
      Json.print(mails);
    } else {
      list(mails);
    }
    return ExitCode.OK;
  }

  private static Mail chosen(List<Mail> mails, int number) {
    if (number < 1 || number > mails.size()) {
      throw Failure.wrongSettings(
          mails.isEmpty()
              ? "there are no mails yet"
              : "there is no mail " + number + "; they are numbered from 1 to " + mails.size());
    }
    return mails.get(mails.size() - number);
  }

  private void show(Mail mail) {
    if (json) {
      Json.print(mail);
      return;
    }
    var terminal = Screens.terminal();
    terminal.out().println(terminal.bold(mail.subject()));
    terminal.out().println(terminal.dim(mail.time() + "  to " + mail.to()));
    terminal.out().println();
    terminal.out().println(mail.text());
  }

  private static void list(List<Mail> mails) {
    var terminal = Screens.terminal();
    if (mails.isEmpty()) {
      terminal.out().println("No mails yet.");
      return;
    }
    var table = new Table();
    for (int i = 0; i < mails.size(); i++) {
      var mail = mails.get(i);
      table.row("" + (mails.size() - i), mail.time(), mail.to(), mail.subject());
    }
    table.lines().forEach(terminal.out()::println);
  }
}
