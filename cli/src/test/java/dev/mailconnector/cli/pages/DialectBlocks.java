package dev.mailconnector.cli.pages;

import dev.mailconnector.Account;
import dev.mailconnector.config.ConfigurationReport;
import dev.mailconnector.config.Dialect;
import dev.mailconnector.config.MailConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another program's configuration, read as it is: the dialect stands behind the language, as in
 * {@code json nodemailer}. It may draw warnings, but no errors. A {@code yaml same} below it is our
 * own form of it, and gives the same account.
 */
final class DialectBlocks implements BlockCheck {
  private final Places places;

  DialectBlocks(Places places) {
    this.places = places;
  }

  @Override
  public boolean takes(Block block) {
    return isDialect(block) || block.language().equals("yaml") && block.says("same");
  }

  @Override
  public List<String> problems(List<Block> blocks) {
    List<String> problems = new ArrayList<>();
    Account theirs = null;
    String page = "";
    for (Block block : blocks) {
      if (isDialect(block)) {
        theirs = account(block, problems);
        page = block.page();
      } else if (theirs == null || !page.equals(block.page())) {
        problems.add(block.problem("the same as what? There is no dialect's account above it."));
      } else {
        compare(block, theirs, problems);
      }
    }
    return problems;
  }

  private @Nullable Account account(Block block, List<String> problems) {
    ConfigurationReport report =
        MailConfiguration.check(
            block.text(),
            block.where(),
            Dialect.named(block.kind()),
            places.environment(block.text()));
    report.errors().forEach(error -> problems.add(block.problem(error.toString())));
    return report.errors().isEmpty() ? report.configuration().accounts().get(0) : null;
  }

  private void compare(Block block, Account theirs, List<String> problems) {
    String text = block.text();
    Account ours =
        MailConfiguration.read(places.here(text), block.where(), places.environment(text))
            .accounts()
            .get(0);
    if (!parts(ours).equals(parts(theirs))) {
      problems.add(block.problem("\n  theirs " + parts(theirs) + "\n  ours   " + parts(ours)));
    }
  }

  /** What an account consists of, but for its name and the text of its secret. */
  private static List<String> parts(Account account) {
    return List.of(
        "" + account.endpoint(),
        "" + account.login(),
        "cleartext " + account.cleartextCredentialsAllowed(),
        "ehlo " + account.ehloName(),
        "from " + account.from() + " " + account.envelopeFrom() + " " + account.allowedFrom(),
        "to " + account.allowedRecipientDomains() + " " + account.redirectAllTo(),
        "" + account.trust() + " " + account.serverName(),
        "proxy " + account.proxy(),
        "" + account.pool(),
        "" + account.timeouts(),
        account.transactionLevel() + " " + account.window() + " " + account.allOrNothing());
  }

  private static boolean isDialect(Block block) {
    return Arrays.stream(Dialect.values()).anyMatch(one -> one.word().equals(block.kind()));
  }
}
