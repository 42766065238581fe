package dev.mailconnector.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Dialect#NODEMAILER}: JSON is YAML, so one parser reads both. */
final class NodemailerReader implements DialectReader {
  private static final NodemailerOptions.Words WORDS =
      new NodemailerOptions.Words("nodemailer", "host", "auth.user", "auth.pass");

  @Override
  public Raw.@Nullable Section read(
      String text, String name, ForeignVariables environment, Problems problems) {
    Raw.Section root = new YamlSource(name, problems).read(text);
    if (root == null) {
      return null;
    }
    ForeignSettings given = ForeignSettings.of(root, problems);
    return new NodemailerOptions(WORDS, given, problems).translate(root.origin());
  }

  @Override
  public List<ForeignKey> keys() {
    return NodemailerOptions.KEYS;
  }
}
