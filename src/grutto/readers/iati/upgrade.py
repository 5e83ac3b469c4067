def upgraded(e,l):
    return e,l,{}
