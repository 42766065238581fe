package dev.mailconnector.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates another program's configuration into the tree that our own YAML would have given, so
 * that one model and one validation judge both. Has no state.
 *
 * <p>A reader takes its keys out of {@link ForeignSettings}, fills a {@link DialectAccount}, and
 * has what is left over refused by name. Its problems call keys as the dialect does.
 */
sealed interface DialectReader
    permits FormReader,
        JakartaMailReader,
        NodemailerReader,
        RailsReader,
        SpringReader,
        ThandReader,
        TypebotReader,
        UrlReader {

  /** The account of a dialect that has only one and no name for it. */
  String ACCOUNT = "mail";

  /**
   * The top section; null if there is none, and then a problem says why.
   *
   * @param environment the variables, for dialects whose values refer to it
   */
  Raw.@Nullable Section read(
      String text, String name, ForeignVariables environment, Problems problems);

  /** Every key that the dialect has, for the page about it. */
  default List<ForeignKey> keys() {
    return List.of();
  }
}
