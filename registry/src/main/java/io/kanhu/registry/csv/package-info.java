/** The registry comes as CSV files: read, checked as a whole, and written in one transaction or not at all. */
@NullMarked
package io.kanhu.registry.csv;

import org.jspecify.annotations.NullMarked;
