/**
 * Provokes every row of the catalogue of diagnoses on scripted servers, proxies and issuers, reads
 * it back from the exception, and writes {@code docs/troubleshooting.md} from both.
 */
@NullMarked
package dev.mailconnector.cli.troubleshooting;

import org.jspecify.annotations.NullMarked;
