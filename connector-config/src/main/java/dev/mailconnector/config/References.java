package dev.mailconnector.config;

import dev.mailconnector.config.Template.Literal;
import dev.mailconnector.config.Template.Part;
import dev.mailconnector.config.Template.Reference;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretResolver;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Resolves references: {@code env} and {@code file} itself, every other scheme by plug-in. */
final class References {
  private final Map<String, String> environment;
  private final @Nullable Path folder;
  private final Map<String, SecretResolver> resolvers = new TreeMap<>();

  References(
      Map<String, String> environment, @Nullable Path folder, Iterable<SecretResolver> resolvers) {
    this.environment = environment;
    this.folder = folder;
    resolvers.forEach(resolver -> this.resolvers.put(resolver.scheme(), resolver));
  }

  /** A path as a configuration means it: relative to the folder of the file. */
  Path path(String text) throws RuleBroken {
    try {
      return folder == null ? Path.of(text) : folder.resolve(text);
    } catch (InvalidPathException broken) {
      throw new RuleBroken("This is no path: " + broken.getReason() + ".");
    }
  }

  /** A variable of the environment, or null if it is not set or empty. */
  @Nullable String environment(String variable) {
    String value = environment.get(variable);
    return value == null || value.isEmpty() ? null : value;
  }

  /** A value that is read once, now. */
  String text(Template template) throws RuleBroken {
    return now(source(template)).reveal();
  }

  /** A secret that is read once, now, and never again. */
  static Secret now(SecretSource source) throws RuleBroken {
    try {
      return source.read();
    } catch (MailConnectorException unreadable) {
      throw broken(unreadable);
    }
  }

  /**
   * A secret that is read again on every call. It has been read and checked once, so a reference
   * that leads nowhere is found now; a vault that is only down for the moment is no reason not to
   * start.
   *
   * @param warnings hears what is allowed but unwise
   */
  SecretSource secret(Template template, Consumer<String> warnings) throws RuleBroken {
    SecretSource source = source(template);
    try {
      String secret = source.read().reveal();
      ValueKind.SECRET.check(secret, List.of());
      if (!secret.equals(secret.strip())) {
        warnings.accept(
            "The secret begins or ends with a blank or a line break, which is a part of it as it"
                + " stands. Remove that, unless it is meant (one line break at the end of a file"
                + " does no harm).");
      }
    } catch (MailConnectorException unreadable) {
      if (unreadable.advice() != Advice.RETRY_LATER) {
        throw broken(unreadable);
      }
    }
    return source;
  }

  private static RuleBroken broken(MailConnectorException unreadable) {
    return new RuleBroken(unreadable.detail().what() + ". " + unreadable.remedy());
  }

  private SecretSource source(Template template) throws RuleBroken {
    List<SecretSource> pieces = new ArrayList<>();
    for (Part part : template.parts()) {
      pieces.add(
          part instanceof Literal literal
              ? SecretSource.fixed(Secret.of(literal.text()))
              : source((Reference) part));
    }
    return pieces.size() == 1 ? pieces.get(0) : new JoinedSecret(List.copyOf(pieces));
  }

  private SecretSource source(Reference reference) throws RuleBroken {
    if (reference.scheme().equals("env")) {
      return SecretSource.fixed(Secret.of(variable(reference)));
    }
    if (reference.scheme().equals("file")) {
      return SecretSource.file(path(reference.reference()));
    }
    SecretResolver resolver = resolvers.get(reference.scheme());
    if (resolver == null) {
      List<String> known = new ArrayList<>(List.of("env", "file"));
      known.addAll(resolvers.keySet());
      String meant = Spelling.nearest(reference.scheme(), known);
      throw new RuleBroken(
          "No module resolves ${"
              + reference.scheme()
              + ":...}; known are "
              + ValueKind.oneOf(known).replace(" or ", " and ")
              + "."
              + (meant == null ? "" : " Did you mean " + meant + "?"));
    }
    try {
      return resolver.resolve(reference.reference());
    } catch (ConfigurationException refused) {
      throw new RuleBroken(refused.remedy());
    }
  }

  private String variable(Reference reference) throws RuleBroken {
    String value = environment.get(reference.reference());
    if (value == null || (value.isEmpty() && reference.otherwise() != null)) {
      if (reference.otherwise() == null) {
        String meant = Spelling.nearest(reference.reference(), environment.keySet());
        throw new RuleBroken(
            "The environment variable "
                + reference.reference()
                + " is not set."
                + (meant == null ? "" : " Did you mean " + meant + "?"));
      }
      return reference.otherwise();
    }
    return value;
  }

  /** Several pieces that are one secret. */
  private record JoinedSecret(List<SecretSource> pieces) implements SecretSource {
    @Override
    public Secret read() {
      StringBuilder all = new StringBuilder();
      pieces.forEach(piece -> all.append(piece.read().reveal()));
      return Secret.of(all.toString());
    }

    @Override
    public String toString() {
      return "a secret of " + pieces.size() + " pieces";
    }
  }
}
