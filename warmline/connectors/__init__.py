"""Operations of the company's other systems: declared in the business folder, typed, called over HTTP."""
