/** Tests of the CSV import, and the folder of files they import from. */
@NullMarked
package io.kanhu.registry.csv;

import org.jspecify.annotations.NullMarked;
