/**
 * Every fenced block of every Markdown page is compiled, checked or run; docs/checked-blocks.md
 * says how. {@code Pages} finds the blocks, a {@code BlockCheck} for each kind finds what is wrong
 * with them, and {@code PagesTest} is the build's question.
 */
@NullMarked
package dev.mailconnector.cli.pages;

import org.jspecify.annotations.NullMarked;
