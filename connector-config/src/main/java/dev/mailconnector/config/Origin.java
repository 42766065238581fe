package dev.mailconnector.config;

/**
 * Where a value stands.
 *
 * @param source the file's name, or the environment variable
 * @param line counted from 1; 0 where there are no lines
 * @param column counted from 1; 0 where there are no columns
 */
record Origin(String source, int line, int column) {

  static Origin whole(String source) {
    return new Origin(source, 0, 0);
  }

  static Origin variable(String name) {
    return whole("environment variable " + name);
  }
}
